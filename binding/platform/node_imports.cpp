// Finds the functions of Node-API on Windows. There an import names the file that has the function: node.exe, or another
// name that Electron or a packager chose. So the addon imports nothing from the host: it looks the functions up in the
// process that loads it.
//
// A call of a function that is declared dllimport (node.h) uses the pointer __imp_<name>. Usually the linker makes these
// pointers; this file makes them for the functions of Node-API.

#ifdef _WIN32

#define NOMINMAX
#include <windows.h>

#include <cstdio>
#include <cstdlib>

#define NODE_API_FUNCTION(name) extern "C" void* imported_##name __asm__("__imp_" #name);
#include "node_api_functions.inc"
#undef NODE_API_FUNCTION

#define NODE_API_FUNCTION(name) void* imported_##name;
#include "node_api_functions.inc"
#undef NODE_API_FUNCTION

namespace {

struct Import {
  const char* name;
  void** pointer;
};
const Import imports[] = {
#define NODE_API_FUNCTION(name) {#name, &imported_##name},
#include "node_api_functions.inc"
#undef NODE_API_FUNCTION
};

// The executable of the host, or a Node library next to it.
HMODULE nodeModule() {
  const char* const modules[] = {nullptr, "libnode.dll", "node.dll"};
  for (const char* name : modules) {
    const HMODULE module = GetModuleHandleA(name);
    if (module != nullptr && GetProcAddress(module, "napi_create_object") != nullptr) return module;
  }
  return nullptr;
}

// No version of Node has all functions of the list. So a missing function is an error only when it is called.
void missing() {
  std::fputs("gatecast: Expected a host with version 9 of Node-API, got a host without one of its functions.\n",
             stderr);
  std::abort();
}

// Runs before Node calls the first function of the addon.
const bool looked = [] {
  const HMODULE node = nodeModule();
  for (const Import& import : imports) {
    const FARPROC found = node == nullptr ? nullptr : GetProcAddress(node, import.name);
    *import.pointer = found != nullptr ? reinterpret_cast<void*>(found) : reinterpret_cast<void*>(missing);
  }
  return true;
}();

}  // namespace

#endif
