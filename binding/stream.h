#pragma once

#include <memory>
#include <string>
#include <vector>

#include "arguments.h"
#include "graph/executor.h"
#include "held.h"

namespace gatecast::binding {

std::int64_t readBatch(const Argument& options);

// Stream in src/native/types.ts: one time step at a time on the calling thread. A call into JS for every property of an
// input takes longer than a step. So TypeScript puts the inputs into one buffer of the stream and finds the outputs there,
// and a step is a call without arguments.
class JsStream final : public Napi::ObjectWrap<JsStream> {
 public:
  struct Part {
    Part(std::shared_ptr<const Program> program, std::shared_ptr<const Buffer> weights, std::int64_t batch);

    // An input or output in the buffer.
    struct Slot {
      std::string name;
      int value;
      Type type;
      Extents extents;
      std::int64_t first;  // in words of four bytes
    };
    Slot slotOf(const std::string& name, int value);
    // From the words of the inputs to those of the outputs.
    void step(float* words);

    std::shared_ptr<const Program> program;
    std::shared_ptr<const Buffer> weights;
    Sizes sizes;
    Team team{1};
    Executor executor;
    std::vector<Slot> inputs, outputs;
    std::int64_t words = 0;
  };

  static Napi::Function define(Napi::Env env);
  explicit JsStream(const Napi::CallbackInfo& info);

 private:
  Napi::Value step(const Napi::CallbackInfo& info);
  Napi::Value reset(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  Held<Part> part_;
  Napi::Reference<Napi::ArrayBuffer> buffer_;
};

}  // namespace gatecast::binding
