// The arrays in which an asynchronous call returns its results.
//
// New arrays are made before the work is queued, in memory of JS. No JS code can reach them until the promise is settled:
// so the work writes to them directly, nothing is copied on the JS thread, and the caller can transfer them as any array.
//
// Or the caller passes arrays for the results. The caller may change, resize or transfer these while the work runs, so they
// are written on the JS thread, when the promise is settled.

#pragma once

#include <string>
#include <vector>

#include "binding/node.h"
#include "graph/shape.h"
#include "training/data/array_source.h"

namespace gatecast::binding {

// Must be made and destroyed on the JS thread.
class Results {
 public:
  // Makes a new array with unspecified contents. Throws ERR_MEMORY.
  void add(Napi::Env env, std::string name, const Extents& extents, Type type);

  // Adds an array of the caller. Throws the errors of operand(). Returns the array's memory, which is valid until the next
  // call into JS.
  float* addGiven(Napi::Value array, std::string name, const Extents& extents);

  // Pointers to the memory of each result, in the order of the calls of add(); null for arrays of the caller, which
  // give() writes. Can be called on any thread.
  const std::vector<float*>& places() const { return places_; }

  // Copies the values to an array of the caller. Throws ERR_DATA or ERR_SHAPE if the array was detached or resized.
  void give(Napi::Env env, std::size_t i, const float* values) const;

  std::size_t count() const { return arrays_.size(); }
  std::int64_t size(std::size_t i) const { return arrays_[i].extents.count(); }
  Napi::Value array(Napi::Env env, std::size_t i) const;
  Napi::Value tensor(Napi::Env env, std::size_t i) const;
  // An object with a tensor for each result, by name.
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
