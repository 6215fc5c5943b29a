// What this processor can run, as far as the operating system lets it.

#pragma once

#include <string>
#include <vector>

namespace gatecast {

// Names such as "avx512f". A feature whose registers the system does not save (XCR0) is not in the list: executing it
// would fault although the processor has it.
const std::vector<std::string>& cpuFeatures();

bool cpuHas(const char* feature);

// Whether this process may use AMX tiles, which some systems grant on request only. Asks for them, once, so it is called
// when somebody wants them: from then on the signal handlers of the process need 8 KB more of stack.
bool allowTiles();

}  // namespace gatecast
