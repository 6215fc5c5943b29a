// Arrays that work fills off the JS thread and a caller receives.
//
// They are made before the work is queued, as memory of JS that nobody sees until the promise is settled: the work writes
// there itself, nothing is copied on the JS thread, and the caller may transfer them like any array.
//
// Or they are arrays of the caller, who may change, resize or transfer them while the work runs: these are written on the
// JS thread, when the promise is settled.

#pragma once

#include <string>
#include <vector>

#include "graph/shape.h"
#include "node.h"
#include "training/array_source.h"

namespace gatecast::binding {

// Made, settled and destroyed on the JS thread.
class Results {
 public:
  // Memory of JS for one more array, its contents unspecified. Throws ERR_MEMORY.
  void add(Napi::Env env, std::string name, const Extents& extents, Type type);

  // An array of the caller, checked: ERR_TYPE, ERR_SHAPE, ERR_DATA. Returns its memory, valid until the next call into JS.
  float* addGiven(Napi::Value array, std::string name, const Extents& extents);

  // Where each is to be written, in the order in which they were added; null for arrays of the caller, which `give` writes.
  // May be read on any thread.
  const std::vector<float*>& places() const { return places_; }

  // Copies into an array of the caller, checked again. ERR_DATA or ERR_SHAPE if it has gone.
  void give(Napi::Env env, std::size_t i, const float* values) const;

  std::size_t count() const { return arrays_.size(); }
  std::int64_t size(std::size_t i) const { return arrays_[i].extents.count(); }
  Napi::Value array(Napi::Env env, std::size_t i) const;
  Napi::Value tensor(Napi::Env env, std::size_t i) const;
  // By name.
  Napi::Value tensors(Napi::Env env) const;

 private:
  struct Entry {
    std::string name;
    Extents extents;
    Napi::Reference<Napi::TypedArray> array;
  };
  std::vector<Entry> arrays_;
  std::vector<float*> places_;
};

}  // namespace gatecast::binding
