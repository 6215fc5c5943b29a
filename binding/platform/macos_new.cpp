// new and delete for this file alone. Those of the C++ library are weak symbols, which macOS shares among all files of a
// process: another addon would get memory from here, or this addon from there. zig's linker cannot hide symbols of files
// that are compiled elsewhere, so cmake/addon.cmake compiles this file with hidden visibility. The functions are those of
// the standard, without its new_handler. All of them must be here: for a missing one, the linker would take the file of the
// C++ library that has them all.

#include <cstdlib>
#include <new>

namespace {

void* blockOf(std::size_t size) { return std::malloc(size > 0 ? size : 1); }

void* blockOf(std::size_t size, std::align_val_t alignment) {
  const auto wanted = static_cast<std::size_t>(alignment);
  void* block = nullptr;
  const int failed = posix_memalign(&block, wanted < sizeof block ? sizeof block : wanted, size > 0 ? size : 1);
  return failed == 0 ? block : nullptr;
}

void* orThrow(void* block) {
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

}  // namespace

using std::align_val_t, std::nothrow_t, std::size_t;

void* operator new(size_t size) { return orThrow(blockOf(size)); }
void* operator new[](size_t size) { return orThrow(blockOf(size)); }
void* operator new(size_t size, align_val_t alignment) { return orThrow(blockOf(size, alignment)); }
void* operator new[](size_t size, align_val_t alignment) { return orThrow(blockOf(size, alignment)); }
void* operator new(size_t size, const nothrow_t&) noexcept { return blockOf(size); }
void* operator new[](size_t size, const nothrow_t&) noexcept { return blockOf(size); }
void* operator new(size_t size, align_val_t alignment, const nothrow_t&) noexcept { return blockOf(size, alignment); }
void* operator new[](size_t size, align_val_t alignment, const nothrow_t&) noexcept { return blockOf(size, alignment); }

void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, size_t) noexcept { std::free(block); }
void operator delete[](void* block, size_t) noexcept { std::free(block); }
void operator delete(void* block, align_val_t) noexcept { std::free(block); }
void operator delete[](void* block, align_val_t) noexcept { std::free(block); }
void operator delete(void* block, size_t, align_val_t) noexcept { std::free(block); }
void operator delete[](void* block, size_t, align_val_t) noexcept { std::free(block); }
void operator delete(void* block, const nothrow_t&) noexcept { std::free(block); }
void operator delete[](void* block, const nothrow_t&) noexcept { std::free(block); }
void operator delete(void* block, align_val_t, const nothrow_t&) noexcept { std::free(block); }
void operator delete[](void* block, align_val_t, const nothrow_t&) noexcept { std::free(block); }
