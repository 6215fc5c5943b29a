// An array of floats that owns its memory: 64-byte aligned (one cache line, one AVX-512 vector), contents unspecified.

#pragma once

#include <cstddef>
#include <cstdint>

namespace gatecast {

class Buffer {
 public:
  Buffer() = default;
  // Throws ERR_MEMORY, with `what` in the message, if the system has no memory left or if the size is larger than the
  // memory of the machine.
  Buffer(std::int64_t floats, const char* what);
  ~Buffer();
  Buffer(Buffer&& other) noexcept;
  Buffer& operator=(Buffer&& other) noexcept;

  float* data() const { return data_; }
  std::int64_t size() const { return size_; }
  std::size_t bytes() const { return static_cast<std::size_t>(size_) * sizeof(float); }

 private:
  float* data_ = nullptr;
  std::int64_t size_ = 0;
};

}  // namespace gatecast
