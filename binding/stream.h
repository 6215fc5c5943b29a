#pragma once

#include <memory>
#include <string>
#include <vector>

#include "arguments.h"
#include "graph/executor.h"
#include "held.h"

namespace gatecast::binding {

std::int64_t readBatch(const Argument& options);

// Stream in src/native/types.ts: one time step at a time on the calling thread. It takes microseconds, so nothing is
// looked up or allocated in a step but the JS values that go out.
class JsStream final : public Napi::ObjectWrap<JsStream> {
 public:
  struct Part {
    Part(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, std::int64_t batch);

    struct Slot {
      std::string name;
      std::string what;  // for messages
      Type type;
      Extents withTime, withoutTime;
      float* data;
    };

    std::shared_ptr<const Program> program;
    std::shared_ptr<const Buffer> weights;
    Sizes sizes;
    Team team{1};
    Executor executor;
    std::vector<Slot> inputs;
    bool stepping = false;
  };

  static Napi::Function define(Napi::Env env);
  explicit JsStream(const Napi::CallbackInfo& info);

 private:
  Napi::Value step(const Napi::CallbackInfo& info);
  Napi::Value reset(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);
  // ERR_BUSY within a step
  std::shared_ptr<Part> idle() const;

  Held<Part> part_;
};

}  // namespace gatecast::binding
