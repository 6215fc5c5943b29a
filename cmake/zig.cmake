# Toolchain file for the clang in zig, which has the headers and C libraries of every system:
#   cmake -DCMAKE_TOOLCHAIN_FILE=cmake/zig.cmake -DZIG=/path/to/zig -DZIG_TARGET=x86_64-linux-gnu.2.28
# scripts/prebuilds runs it for all targets.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ZIG ZIG_TARGET)
string(REGEX MATCH "^([a-z0-9_]+)-([a-z]+)" matched ${ZIG_TARGET})
set(CMAKE_SYSTEM_PROCESSOR ${CMAKE_MATCH_1})
set(systems linux Linux macos Darwin windows Windows wasi Generic)
list(FIND systems ${CMAKE_MATCH_2} at)
math(EXPR at "${at} + 1")
list(GET systems ${at} CMAKE_SYSTEM_NAME)

set(CMAKE_CXX_COMPILER ${ZIG} c++)
set(CMAKE_CXX_COMPILER_TARGET ${ZIG_TARGET})
# The binary has no debug information and no names of functions, including those of the C++ library.
set(CMAKE_CXX_FLAGS_INIT -g0)
set(CMAKE_SHARED_LINKER_FLAGS_INIT -s)
# The host's ar may not know the target's format, so zig writes the archives.
set(CMAKE_AR ${ZIG})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)

if(CMAKE_SYSTEM_PROCESSOR STREQUAL wasm32)
  # All browsers since 2023 have these features.
  set(wasm_features generic+simd128+bulk_memory+sign_ext+nontrapping_fptoint+mutable_globals)
  string(APPEND CMAKE_CXX_FLAGS_INIT " -mcpu=${wasm_features}")
  # A test of the compiler would link a program, for which zig first compiles a C++ library that is not used here.
  set(CMAKE_CXX_COMPILER_FORCED TRUE)
endif()
