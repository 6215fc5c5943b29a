// The only exception class of the native code. The binding turns it into a GatecastError with the same code.

#pragma once

#include <exception>
#include <new>
#include <sstream>
#include <string>
#include <utility>

namespace gatecast {

enum class Code { shape, type, range, data, notFinite, program, memory, aborted, disposed, busy };

// The stable name that programs compare with, for example "ERR_SHAPE".
const char* name(Code code);

class Error : public std::exception {
 public:
  Error(Code code, std::string message) : code_(code), message_(std::move(message)) {}
  Code code() const { return code_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  Code code_;
  std::string message_;
};

// The text of all parts, one after another.
template <typename... Parts>
std::string text(const Parts&... parts) {
  std::ostringstream stream;
  (stream << ... << parts);
  // A stream catches std::bad_alloc of its own buffer and gives a part of the text.
  if (!stream) throw std::bad_alloc();
  return stream.str();
}

template <typename... Parts>
[[noreturn]] void fail(Code code, const Parts&... parts) {
  throw Error(code, text(parts...));
}

}  // namespace gatecast
