#include "binding/stream/stream.h"

#include "binding/arguments/typed_arrays.h"
#include "binding/environment.h"
#include "binding/errors.h"
#include "binding/properties.h"

namespace gatecast::binding {
namespace {

Napi::Array describe(Napi::Env env, const Program& program, const std::vector<Stepper::Slot>& slots) {
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

std::int64_t readBatch(const Argument& options) { return options.member("batch").whole(1, mostSize); }

Napi::Function JsStream::define(Napi::Env env) {
  return DefineClass(env, "Stream",
                     {InstanceMethod<&JsStream::step>("step"), InstanceMethod<&JsStream::reset>("reset"),
                      InstanceMethod<&JsStream::dispose>("dispose")});
}

JsStream::JsStream(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsStream>(info), part_(info.Env(), "a stream") {
  const Napi::Env env = info.Env();
  guarded(env, [&] {
    auto part = takePart<Part>(env, "a stream from graph.stream()");
    const auto buffer = Napi::ArrayBuffer::New(env, part->bufferBytes());
    buffer_ = Napi::Reference<Napi::ArrayBuffer>::New(buffer, 1);
    setConstant(info.This(), "buffer", buffer);
    setConstant(info.This(), "inputs", describe(env, part->program(), part->inputs()));
    setConstant(info.This(), "outputs", describe(env, part->program(), part->outputs()));
    const std::int64_t bytes = part->arenaBytes();
    part_.hold(std::move(part), bytes);
  });
}

Napi::Value JsStream::step(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    Part& part = *part_.get();
    Napi::ArrayBuffer buffer = buffer_.Value();
    // JS code may have transferred the buffer.
    if (buffer.ByteLength() != part.bufferBytes()) {
      fail(Code::data,
           "Expected the buffer of the stream to have its memory, got one that was transferred to another owner "
           "(detached)");
    }
    part.step(static_cast<float*>(buffer.Data()));
    commit(info.Env(), buffer);
    return info.Env().Undefined();
  });
}

Napi::Value JsStream::reset(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    part_.get()->resetState();
    return info.Env().Undefined();
  });
}

Napi::Value JsStream::dispose(const Napi::CallbackInfo& info) {
  part_.release();
  buffer_.Reset();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
