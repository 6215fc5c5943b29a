#include "binding/properties.h"

namespace gatecast::binding {

void setConstant(Napi::Value object, const char* name, Napi::Value value) {
  object.As<Napi::Object>().DefineProperty(Napi::PropertyDescriptor::Value(name, value, napi_enumerable));
}

void setProperty(Napi::Object object, const std::string& key, Napi::Value value) {
  object.Set(Napi::String::New(object.Env(), key), value);
}

}  // namespace gatecast::binding
