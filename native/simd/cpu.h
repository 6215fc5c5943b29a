// What this processor can run, as far as the operating system lets it.

#pragma once

#include <string>
#include <vector>

namespace gatecast {

// Names such as "avx512f". A feature whose registers the system does not save (XCR0) is not in the list: executing it
// would fault although the processor has it.
const std::vector<std::string>& cpuFeatures();

bool cpuHas(const char* feature);

}  // namespace gatecast
