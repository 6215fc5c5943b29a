# Each file of native/kernels is compiled once per instruction-set tier, in the namespace GATECAST_TIER.
# tiers.cpp chooses a table at run time, so it is compiled for the oldest machine, like all else.

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  set(GATECAST_TIERS baseline avx2 avx512 avx512bf16)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64|ARM64)$")
  set(GATECAST_TIERS neon)
else()
  message(FATAL_ERROR "Expected an x86-64 or arm64 processor, got ${CMAKE_SYSTEM_PROCESSOR}")
endif()
set(tier_baseline -march=x86-64)
set(tier_avx2 -mavx2 -mfma)
# GCC and clang keep to 256 bits by default for the sake of early Skylake's clock.
set(tier_avx512 -mavx2 -mfma -mbmi2 -mavx512f -mavx512dq -mavx512bw -mavx512vl -mprefer-vector-width=512)
set(tier_avx512bf16 ${tier_avx512} -mavx512bf16)
set(tier_neon -march=armv8-a)

set(choice ${PROJECT_SOURCE_DIR}/native/kernels/tiers.cpp)
file(GLOB kernels CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/native/kernels/*.cpp)
list(REMOVE_ITEM kernels ${choice})
add_library(gatecast_kernels OBJECT ${choice})
set(GATECAST_ROOMS gatecast_kernels)

file(GLOB bf16 CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/native/kernels/bf16/*.cpp)

foreach(tier IN LISTS GATECAST_TIERS)
  set(sources ${kernels})
  if(tier STREQUAL avx512bf16)
    # What computes products, and all of that: the rest it has from avx512. Files say by __AVX512BF16__ how they differ.
    list(FILTER sources INCLUDE REGEX "/(gemm|gemm_tiles|pack|recurrent_[a-z_]+)\\.cpp$")
    list(APPEND sources ${bf16})
  endif()
  add_library(kernels_${tier} OBJECT ${sources})
  target_compile_definitions(kernels_${tier} PRIVATE GATECAST_TIER=${tier})
  # psabi: vectors are passed within one tier only, where the ABI note has no meaning.
  target_compile_options(kernels_${tier} PRIVATE
    ${tier_${tier}} -O3 -ffp-contract=fast -fno-math-errno -Wno-psabi)
  list(APPEND GATECAST_ROOMS kernels_${tier})
endforeach()
