# Each file of native/kernels is compiled once per instruction-set tier, in the namespace GATECAST_TIER.
# tiers.cpp and bf16_engine.cpp choose a table at run time, so they are compiled for the oldest machine, like all else.

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  set(GATECAST_TIERS baseline avx2 avx512 avx512bf16 amx)
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
set(tier_amx ${tier_avx512bf16} -mamx-tile -mamx-bf16)
set(tier_amx_emulated ${tier_avx512bf16})
set(tier_neon -march=armv8-a)
if(ZIG)
  # Other names of processors, none of which is needed: its targets start from the oldest.
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
    # What computes products, and all of that: the rest they have from avx512. Files say by __AVX512BF16__ how they differ.
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
  # Kernels throw nothing; what an exception would need to pass through them is a symbol that files share.
  # psabi: vectors are passed within one tier only, where the ABI note has no meaning.
  target_compile_options(kernels_${tier} PRIVATE
    ${tier_${tier}} ${GATECAST_OPTIMISE} -ffp-contract=fast -fno-math-errno -fno-exceptions -Wno-psabi)
endfunction()

foreach(tier IN LISTS GATECAST_TIERS)
  gatecast_tier(${tier})
  list(APPEND GATECAST_ROOMS kernels_${tier})
endforeach()
