#include "stream.h"

#include <algorithm>

#include "environment.h"
#include "errors.h"
#include "kernels/kernels.h"
#include "tensors.h"
#include "training/inference.h"

namespace gatecast::binding {
namespace {

ExecutorOptions carrying(const Program& program) {
  ExecutorOptions options;
  options.wanted = predicted(program);
  options.carry = true;
  return options;
}

Napi::Array describe(Napi::Env env, const Program& program, const std::vector<JsStream::Part::Slot>& slots) {
  Napi::Array list = Napi::Array::New(env);
  for (const auto& slot : slots) {
    Napi::Object object = Napi::Object::New(env);
    Napi::Array shape = Napi::Array::New(env), withoutTime = Napi::Array::New(env);
    const std::vector<Dim>& dims = program.values()[static_cast<std::size_t>(slot.value)].shape.dims();
    for (int axis = 0; axis < slot.extents.rank(); axis++) {
      const auto size = static_cast<double>(slot.extents[axis]);
      shape.Set(shape.Length(), size);
      if (dims[static_cast<std::size_t>(axis)] != Dim{1, Symbol::time}) withoutTime.Set(withoutTime.Length(), size);
    }
    object.Set("name", Napi::String::New(env, slot.name));
    object.Set("type", text(slot.type));
    object.Set("shape", shape);
    object.Set("withoutTime", withoutTime);
    object.Set("first", static_cast<double>(slot.first));
    list.Set(list.Length(), object);
  }
  return list;
}

}  // namespace

std::int64_t readBatch(const Argument& options) {
  return options.member("batch").whole(1, (std::int64_t{1} << 31) - 1);
}

JsStream::Part::Part(std::shared_ptr<const Program> shared, std::shared_ptr<const Buffer> snapshot, std::int64_t batch)
    : program(std::move(shared)),
      weights(std::move(snapshot)),
      sizes{batch, 1},
      executor(*program, sizes, carrying(*program)) {
  executor.setWeights(weights->data(), team);
  for (const int number : executor.neededInputs()) {
    const Program::Source& input = program->inputs()[static_cast<std::size_t>(number)];
    inputs.push_back(slotOf(input.name, input.value));
  }
  for (const auto& [name, value] : program->outputs()) outputs.push_back(slotOf(name, value));
}

JsStream::Part::Slot JsStream::Part::slotOf(const std::string& name, int value) {
  const Spec& spec = program->values()[static_cast<std::size_t>(value)];
  Slot slot{name, value, spec.type, spec.shape.at(sizes), words};
  words += slot.extents.count();
  return slot;
}

void JsStream::Part::step(float* buffer) {
  for (const Slot& slot : inputs) {
    const float* const from = buffer + slot.first;
    if (slot.type == Type::float32 && !kernels().allFinite(from, slot.extents.count())) {
      checkFinite(from, slot.extents.count(), "input \"" + slot.name + '"');
    }
    std::copy_n(from, slot.extents.count(), executor.input(slot.value));
  }
  {
    const FlushDenormals flush;
    executor.forward(sizes, team, Random(0, 0));
  }
  for (const Slot& slot : outputs) {
    std::copy_n(executor.value(slot.value), slot.extents.count(), buffer + slot.first);
  }
}

Napi::Function JsStream::define(Napi::Env env) {
  return DefineClass(env, "Stream",
                     {InstanceMethod<&JsStream::step>("step"), InstanceMethod<&JsStream::reset>("reset"),
                      InstanceMethod<&JsStream::dispose>("dispose")});
}

JsStream::JsStream(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsStream>(info), part_(info.Env(), "a stream") {
  const Napi::Env env = info.Env();
  guarded(env, [&] {
    auto part = takePart<Part>(env, "a stream from graph.stream()");
    const auto buffer = Napi::ArrayBuffer::New(env, static_cast<std::size_t>(part->words) * sizeof(float));
    buffer_ = Napi::Reference<Napi::ArrayBuffer>::New(buffer, 1);
    const auto constant = [&](const char* name, Napi::Value value) {
      info.This().As<Napi::Object>().DefineProperty(Napi::PropertyDescriptor::Value(name, value, napi_enumerable));
    };
    constant("buffer", buffer);
    constant("inputs", describe(env, *part->program, part->inputs));
    constant("outputs", describe(env, *part->program, part->outputs));
    const std::int64_t bytes = part->executor.arenaBytes();
    part_.hold(std::move(part), bytes);
  });
}

Napi::Value JsStream::step(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    Part& part = *part_.get();
    Napi::ArrayBuffer buffer = buffer_.Value();
    // It is JS's, which may have transferred it away.
    if (buffer.ByteLength() != static_cast<std::size_t>(part.words) * sizeof(float)) {
      fail(Code::data, "Expected the buffer of the stream to be there, got one that was transferred away (detached)");
    }
    part.step(static_cast<float*>(buffer.Data()));
    return info.Env().Undefined();
  });
}

Napi::Value JsStream::reset(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    part_.get()->executor.resetState();
    return info.Env().Undefined();
  });
}

Napi::Value JsStream::dispose(const Napi::CallbackInfo& info) {
  part_.release();
  buffer_.Reset();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
