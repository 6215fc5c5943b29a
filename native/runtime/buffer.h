// An array of floats that owns its memory: 64-byte aligned (one cache line, one AVX-512 vector), contents unspecified.

#pragma once

#include <cstddef>
#include <cstdint>

namespace gatecast {

// Sets the largest size of one block in bytes. Default: the memory of the machine.
void setMaxMemory(double bytes);
// Throws ERR_MEMORY, with `what` and `remedy` in the message, if a block of this size is too large.
void checkMemory(double bytes, const char* what, const char* remedy);

class Buffer {
 public:
  Buffer() = default;
  // Throws ERR_MEMORY, with `what` in the message, if the system has no memory left or if the size is above the
  // limit.
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
