// Node-API on Windows, where a file that imports functions names the file that has them. That is node.exe, or whatever
// Electron or a packager called it, so the addon imports nothing and looks the functions up in the process that loads it.
//
// Calls of a function declared dllimport (node.h) go through the pointer __imp_<its name>, which a linker usually makes.

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

// The host, or Node as a library of its own beside it.
HMODULE nodeModule() {
  const char* const modules[] = {nullptr, "libnode.dll", "node.dll"};
  for (const char* name : modules) {
    const HMODULE module = GetModuleHandleA(name);
    if (module != nullptr && GetProcAddress(module, "napi_create_object") != nullptr) return module;
  }
  return nullptr;
}

// The list of names is longer than that of any one version of Node, so a missing function matters when it is called.
void missing() {
  std::fputs("gatecast: Expected a host with version 9 of Node-API, got one that lacks a function.\n", stderr);
  std::abort();
}

// Before Node calls the first function of the addon.
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
