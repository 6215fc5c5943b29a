// The one place that includes Node-API: everything here is compiled with the same settings.

#pragma once

// A worker_thread that is being terminated can no longer take an exception. It is dropped, as the thread is; without
// this the wrapper would end the whole process.
#ifndef NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
#define NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
#endif

#ifdef _WIN32
#define NAPI_EXTERN __declspec(dllimport)  // see node_imports.cpp
#endif

#include <napi.h>
