#include "binding/platform/residence.h"

#if defined(_WIN32)
#define NOMINMAX
#include <windows.h>
#elif defined(__APPLE__)
#include <dlfcn.h>
#endif

namespace gatecast::binding {

void stayLoaded() {
#if defined(_WIN32)
  HMODULE self = nullptr;
  GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                     reinterpret_cast<const char*>(stayLoaded), &self);
#elif defined(__APPLE__)
  Dl_info self{};
  if (dladdr(reinterpret_cast<const void*>(stayLoaded), &self) != 0) dlopen(self.dli_fname, RTLD_LAZY | RTLD_NODELETE);
#endif
}

}  // namespace gatecast::binding
