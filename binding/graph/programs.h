// Reads and makes ProgramData, Spec and Attributes of src/addon/types/program.ts.

#pragma once

#include "binding/arguments/arguments.h"
#include "graph/program.h"

namespace gatecast::binding {

// ERR_PROGRAM if the argument does not have the form of ProgramData. The class Program checks its contents.
ProgramData readProgram(Napi::Value program);
Attributes readAttributes(const Argument& attributes);
Spec readSpec(const Argument& spec);
Napi::Object toSpec(Napi::Env env, const Spec& spec);

}  // namespace gatecast::binding
