// Reads the arguments of a call and checks their types and ranges. Each property is read only once: a getter of the caller
// may return another value the second time.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "binding/node.h"
#include "runtime/error.h"

namespace gatecast::binding {

// The largest allowed size, for example of a batch, a stride or a number of time steps.
inline constexpr std::int64_t mostSize = (std::int64_t{1} << 31) - 1;
// Number.MAX_SAFE_INTEGER: all whole numbers up to it are exact in a JS number.
inline constexpr std::int64_t mostInteger = (std::int64_t{1} << 53) - 1;

// A number as JS prints it, for example 24, 0.5, NaN, -Infinity. Very large and very small numbers may look different.
std::string decimal(double number);

// A value in a message, for example: "some text", 3.5, null, an array.
std::string described(Napi::Value value);

// The enumerable keys of the object itself, without inherited ones.
std::vector<std::string> keys(Napi::Object object);

// A value with its name in messages. Reading throws ERR_TYPE for a value of another type and ERR_RANGE for a number
// outside its range:
//   Expected option "optimizer.beta1" to be a number, got "0.9"
class Argument {
 public:
  // kind: what members are called in messages, for example "option". path: the place of this value, for example
  // optimizer.beta1; empty for the argument itself.
  Argument(Napi::Value value, std::string kind, std::string path = {})
      : value_(value), kind_(std::move(kind)), path_(std::move(path)) {}

  Napi::Value value() const { return value_; }
  Napi::Env env() const { return value_.Env(); }
  std::string name() const { return path_.empty() ? kind_ + 's' : kind_ + " \"" + path_ + '"'; }
  bool given() const { return !value_.IsUndefined(); }
  bool isNull() const { return value_.IsNull(); }

  Napi::Object object() const;
  Argument member(const std::string& key) const;
  // The items of an array, none of them undefined.
  std::vector<Argument> items() const;
  double number() const;  // finite
  std::int64_t whole(std::int64_t low, std::int64_t high) const;
  bool flag() const;
  std::string text() const;
  // The items of an array of strings.
  std::vector<std::string> texts() const;
  // Throws: Expected <name> to be <what>, got <value>.
  [[noreturn]] void expected(const std::string& what, Code code = Code::type) const;

 private:
  Napi::Value value_;
  std::string kind_;
  std::string path_;
};

}  // namespace gatecast::binding
