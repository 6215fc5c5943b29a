#pragma once

namespace gatecast::binding {

// Keeps the addon in memory to the end of the process: a worker_thread that ends would unload it while the library's own
// threads may still run its code. On Linux the file itself says so (cmake/addon.cmake).
void stayLoaded();

}  // namespace gatecast::binding
