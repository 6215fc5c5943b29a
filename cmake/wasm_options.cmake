# Options of all files that are compiled for WebAssembly.

# These are for the compiler alone. Given exception_handling, the linker of zig compiles a file of its C library with it,
# which fails.
add_compile_options(-fwasm-exceptions -mcpu=${wasm_features}+exception_handling)
# zig's C++ library has no threads for this target. With these definitions std::mutex is there, and std::thread throws, as
# on a system that has no more threads.
add_compile_options(-U_LIBCPP_HAS_THREADS -D_LIBCPP_HAS_THREADS=1 -D_LIBCPP_HAS_THREAD_API_PTHREAD=1)
add_library(Threads::Threads INTERFACE IMPORTED)
