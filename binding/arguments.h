// Values that a caller gave, read with their type and range checked. Every property is read once: a getter may return
// something else the second time.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "node.h"
#include "runtime/error.h"

namespace gatecast::binding {

// A value as a message names it: "a string", 3.5, null.
std::string described(Napi::Value value);

// The own enumerable keys of an object. Inherited ones are not the caller's.
std::vector<std::string> keys(Napi::Object object);

// Throws ERR_TYPE for a value of another type and ERR_RANGE for a number outside of what is allowed:
//   Expected option "optimizer.beta1" to be a number, got "0.9"
class Argument {
 public:
  // kind: what members are called in messages, such as "option". path: of this value, empty for the argument itself.
  Argument(Napi::Value value, std::string kind, std::string path = {})
      : value_(value), kind_(std::move(kind)), path_(std::move(path)) {}

  Napi::Value value() const { return value_; }
  Napi::Env env() const { return value_.Env(); }
  std::string name() const { return path_.empty() ? kind_ + 's' : kind_ + " \"" + path_ + '"'; }
  bool given() const { return !value_.IsUndefined(); }
  bool isNull() const { return value_.IsNull(); }

  Napi::Object object() const;
  Argument member(const std::string& key) const;
  std::vector<Argument> items() const;
  double number() const;  // finite
  std::int64_t whole(std::int64_t low, std::int64_t high) const;
  bool flag() const;
  std::string text() const;
  [[noreturn]] void expected(const std::string& what, Code code = Code::type) const;

 private:
  Napi::Value value_;
  std::string kind_;
  std::string path_;
};

}  // namespace gatecast::binding
