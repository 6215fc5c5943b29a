#pragma once

namespace gatecast::binding {

// Keeps the addon in memory until the process exits. Otherwise a worker_thread that ends would unload it while the library's
// own threads may still run its code. Does nothing on Linux, where the linker option nodelete has this effect
// (cmake/addon.cmake).
void stayLoaded();

}  // namespace gatecast::binding
