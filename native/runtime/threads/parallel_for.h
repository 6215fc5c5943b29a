#pragma once

#include <cstdint>

#include "runtime/function_ref.h"
#include "runtime/threads/team.h"

namespace gatecast {

// Calls body(from, to, thread) for pieces that together cover [0, count). A piece has at least `grain` items (the last
// one may have fewer), so that a small amount of work stays on one thread. The pieces depend on count and grain only. The
// results of different items must be independent of each other: then they have the same bits for any number of threads.
void parallelFor(Team& team, std::int64_t count, std::int64_t grain,
                 FunctionRef<void(std::int64_t from, std::int64_t to, int thread)> body);

}  // namespace gatecast
