#pragma once

#include <memory>

#include "binding/arguments/arguments.h"
#include "binding/held.h"
#include "training/data/table.h"

namespace gatecast::binding {

// Table in src/addon/types/windows.ts.
class JsTable final : public Napi::ObjectWrap<JsTable> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit JsTable(const Napi::CallbackInfo& info);

  static bool is(Napi::Value value);
  // The table of this argument; ERR_TYPE for other objects, ERR_DISPOSED after dispose().
  static std::shared_ptr<const Table> of(const Argument& argument);

 private:
  Napi::Value dispose(const Napi::CallbackInfo& info);

  Held<const Table> table_;
};

}  // namespace gatecast::binding
