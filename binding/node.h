// Includes Node-API. Other files include this one, so that all of them are compiled with the same settings.

#pragma once

// No exception can be thrown in a worker_thread that is being terminated. With this setting the wrapper drops the
// exception; without it, the wrapper would end the process.
#ifndef NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
#define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
#endif

#ifdef _WIN32
#define NAPI_EXTERN __declspec(dllimport)  // see platform/node_imports.cpp
#endif

#include <napi.h>
