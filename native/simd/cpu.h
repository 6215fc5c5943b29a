// The instruction sets that this processor has and the operating system lets a process use.

#pragma once

#include <string>
#include <vector>

namespace gatecast {

// The names of the features, for example "avx512f". If the system does not save the registers of a feature (XCR0), the
// feature is not in the list: its instructions would fault although the processor has them.
const std::vector<std::string>& cpuFeatures();

bool cpuHas(const char* feature);

// Returns whether this process may use AMX tiles. Linux grants them on request, and the first call makes that request.
// Call it only if a caller wants tiles: from then on the signal handlers of the process need 8 KB more stack.
bool allowTiles();

}  // namespace gatecast
