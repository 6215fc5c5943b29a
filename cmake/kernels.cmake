# Each file of native/kernels is compiled once for each instruction-set tier, in the namespace GATECAST_TIER.
# tiers.cpp and bf16_engine.cpp choose a table at run time, so they are compiled for the oldest machine, like all other
# code.

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  set(GATECAST_TIERS baseline avx2 avx512 avx512bf16 amx)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64|ARM64)$")
  set(GATECAST_TIERS neon)
elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL wasm32)
  set(GATECAST_TIERS simd128)
else()
  message(FATAL_ERROR "Expected CMAKE_SYSTEM_PROCESSOR to name x86-64, arm64 or wasm32, got ${CMAKE_SYSTEM_PROCESSOR}")
endif()
set(tier_baseline -march=x86-64)
set(tier_avx2 -mavx2 -mfma)
# By default GCC and clang use vectors of 256 bits, because longer ones lower the clock of early Skylake processors.
set(tier_avx512 -mavx2 -mfma -mbmi2 -mavx512f -mavx512dq -mavx512bw -mavx512vl -mprefer-vector-width=512)
set(tier_avx512bf16 ${tier_avx512} -mavx512bf16)
set(tier_amx ${tier_avx512bf16} -mamx-tile -mamx-bf16)
set(tier_amx_emulated ${tier_avx512bf16})
set(tier_neon -march=armv8-a)
set(tier_simd128 "")  # cmake/zig.cmake names the features: a module is checked as a whole, so all files use them
if(ZIG)
  # zig has other names for these processors. It needs none, because its targets are for the oldest processor by
  # default.
  set(tier_baseline "")
  set(tier_neon "")
endif()

set(choice ${PROJECT_SOURCE_DIR}/native/kernels/tiers.cpp ${PROJECT_SOURCE_DIR}/native/kernels/bf16_engine.cpp)
file(GLOB kernels CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/native/kernels/*.cpp)
list(REMOVE_ITEM kernels ${choice})
add_library(gatecast_kernels OBJECT ${choice})
set(GATECAST_ROOMS gatecast_kernels)

file(GLOB bf16 CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/native/kernels/bf16/*.cpp)
file(GLOB amx CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/native/kernels/amx/*.cpp)

function(gatecast_tier tier)
  set(sources ${kernels})
  if(tier MATCHES "^(avx512bf16|amx)")
    # These tiers have only the kernels that compute products; avx512 has all others. Files test __AVX512BF16__ where
    # they differ.
    list(FILTER sources INCLUDE REGEX "/(gemm|gemm_tiles|pack|peak|recurrent_[a-z_]+)\\.cpp$")
    list(APPEND sources ${bf16})
  endif()
  if(tier MATCHES "^amx")
    list(FILTER sources EXCLUDE REGEX "kernels/(gemm_tiles|peak)\\.cpp$")
    list(APPEND sources ${amx})
  endif()
  add_library(kernels_${tier} OBJECT ${sources})
  target_compile_definitions(kernels_${tier} PRIVATE GATECAST_TIER=${tier})
  if(tier MATCHES "^amx")
    target_compile_definitions(kernels_${tier} PRIVATE GATECAST_TILES)
  endif()
  # Kernels throw nothing. The code for exceptions would need symbols that the files of several tiers share.
  # -Wno-psabi: only functions of the same tier pass vectors to each other, so the note about the ABI does not apply.
  target_compile_options(kernels_${tier} PRIVATE
    ${tier_${tier}} ${GATECAST_OPTIMISE} -ffp-contract=fast -fno-math-errno -fno-exceptions -Wno-psabi)
endfunction()

foreach(tier IN LISTS GATECAST_TIERS)
  gatecast_tier(${tier})
  list(APPEND GATECAST_ROOMS kernels_${tier})
endforeach()
