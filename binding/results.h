// Arrays that work fills off the JS thread and a caller receives.
//
// They are made before the work is queued, as memory of JS that nobody sees until the promise is settled: the work writes
// there itself, nothing is copied on the JS thread, and the caller may transfer them like any array.

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

  // Where each is to be written, in the order in which they were added. May be read on any thread.
  const std::vector<float*>& places() const { return places_; }

  std::size_t count() const { return arrays_.size(); }
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
