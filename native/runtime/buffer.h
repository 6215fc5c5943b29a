// Memory for floats: 64-byte aligned (one cache line, one AVX-512 vector), its contents unspecified, and counted.

#pragma once

#include <cstddef>
#include <cstdint>

namespace gatecast {

class Buffer {
 public:
  Buffer() = default;
  // Throws ERR_MEMORY, naming `what`, if the system cannot give it or if it is more than the machine has.
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
