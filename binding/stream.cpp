#include "stream.h"

#include <algorithm>

#include "environment.h"
#include "errors.h"
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

bool same(const Extents& a, const Extents& b) {
  bool same = a.rank() == b.rank();
  for (int i = 0; same && i < a.rank(); i++) same = a[i] == b[i];
  return same;
}

napi_value get(Napi::Env env, napi_value object, const std::string& key) {
  napi_value name = nullptr, value = nullptr;
  const bool found = napi_create_string_utf8(env, key.data(), key.size(), &name) == napi_ok &&
                     napi_get_property(env, object, name, &value) == napi_ok;
  if (!found) throw Napi::Error::New(env);
  return value;
}

void readStep(Napi::Env env, napi_value given, const JsStream::Part::Slot& slot) {
  const Napi::Value tensor(env, given);
  if (tensor.IsUndefined()) fail(Code::data, "Expected data for ", slot.what, ", got none");
  if (!tensor.IsObject())
    fail(Code::type, "Expected ", slot.what, " to be a tensor { shape, data }, got ", described(tensor));
  const napi_value shape = get(env, given, "shape"), data = get(env, given, "data");
  const Extents extents = readShape(env, shape, slot.what);
  if (!same(extents, slot.withTime) && !same(extents, slot.withoutTime)) {
    fail(Code::shape, "Expected ", slot.what, " of shape ", slot.withTime, " for one time step, got ", extents);
  }
  const View values = view(env, data, slot.what);
  if (values.type != slot.type) fail(Code::type, "Expected ", slot.what, " to be ", slot.type, ", got ", values.type);
  if (values.length != extents.count()) {
    fail(Code::shape, "Expected ", slot.what, " to hold ", extents.count(), " values, got ", values.length);
  }
  if (values.type == Type::float32) checkFinite(values.data, values.length, slot.what);
  std::copy_n(values.data, values.length, slot.data);
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
    const Spec& spec = program->values()[static_cast<std::size_t>(input.value)];
    Slot slot{input.name, "input \"" + input.name + '"', spec.type, spec.shape.at(sizes),
              {},         executor.input(input.value)};
    for (const Dim& dim : spec.shape.dims()) {
      if (dim != Dim{1, Symbol::time}) slot.withoutTime.push(dim.at(sizes));
    }
    inputs.push_back(std::move(slot));
  }
}

Napi::Function JsStream::define(Napi::Env env) {
  return DefineClass(env, "Stream",
                     {InstanceMethod<&JsStream::step>("step"), InstanceMethod<&JsStream::reset>("reset"),
                      InstanceMethod<&JsStream::dispose>("dispose")});
}

JsStream::JsStream(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsStream>(info), part_(info.Env(), "a stream") {
  auto part = guarded(info.Env(), [&] { return takePart<Part>(info.Env(), "a stream from graph.stream()"); });
  const std::int64_t bytes = part->executor.arenaBytes();
  part_.hold(std::move(part), bytes);
}

std::shared_ptr<JsStream::Part> JsStream::idle() const {
  auto part = part_.get();
  if (part->stepping) fail(Code::busy, "Expected a stream that is idle, got one within a step (from a getter)");
  return part;
}

Napi::Value JsStream::step(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return guarded(env, [&]() -> Napi::Value {
    // Owned here: reading the inputs may run a getter that disposes of the stream.
    const auto part = idle();
    struct Stepping {
      explicit Stepping(bool& flag) : flag(flag) { flag = true; }
      ~Stepping() { flag = false; }
      bool& flag;
    } const stepping(part->stepping);

    const Napi::Value given = info[0];
    if (!given.IsObject()) fail(Code::type, "Expected inputs to be an object of tensors, got ", described(given));
    for (const Part::Slot& slot : part->inputs) readStep(env, get(env, given, slot.name), slot);
    {
      const FlushDenormals flush;
      part->executor.forward(part->sizes, part->team, Random(0, 0));
    }
    const Napi::Object outputs = Napi::Object::New(env);
    for (const auto& [name, value] : part->program->outputs()) {
      const Extents extents = part->executor.extents(value, part->sizes);
      const Type type = part->program->values()[static_cast<std::size_t>(value)].type;
      setProperty(outputs, name, toTensor(env, extents, type, part->executor.value(value)));
    }
    return outputs;
  });
}

Napi::Value JsStream::reset(const Napi::CallbackInfo& info) {
  return guarded(info.Env(), [&] {
    idle()->executor.resetState();
    return info.Env().Undefined();
  });
}

Napi::Value JsStream::dispose(const Napi::CallbackInfo& info) {
  part_.release();
  return info.Env().Undefined();
}

}  // namespace gatecast::binding
