// Properties of JS objects.

#pragma once

#include <string>

#include "binding/node.h"

namespace gatecast::binding {

// Defines a read-only property.
void setConstant(Napi::Value object, const char* name, Napi::Value value);

// Sets a property. Unlike Object::Set with a C string, the key can contain the character 0.
void setProperty(Napi::Object object, const std::string& key, Napi::Value value);

}  // namespace gatecast::binding
