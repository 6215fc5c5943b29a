// Programs, specs and attributes: the twins of ProgramData, Spec and Attributes in src/native/types.ts.

#pragma once

#include "arguments.h"
#include "graph/program.h"

namespace gatecast::binding {

// ERR_PROGRAM for anything that has not the form of a Program. What it says is checked by the Program itself.
ProgramData readProgram(Napi::Value program);
Attributes readAttributes(const Argument& attributes);
Spec readSpec(const Argument& spec);
Napi::Object toSpec(Napi::Env env, const Spec& spec);

}  // namespace gatecast::binding
