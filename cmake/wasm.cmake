# The target gatecast.wasm: the same core and binding for WebAssembly. src/wasm loads it, with the functions of Node-API
# that emnapi has written in JavaScript.

# zig compiles its C++ library for this target without exceptions, so its sources are compiled once more.
get_filename_component(zig_library ${ZIG}/../../../lib REALPATH)
set(cxx algorithm atomic call_once charconv chrono condition_variable condition_variable_destructor error_category
  exception functional future hash ios ios.instantiations locale memory mutex mutex_destructor new new_handler
  new_helpers optional ostream ryu/d2fixed ryu/d2s ryu/f2s stdexcept string system_error thread variant vector
  verbose_abort)
set(abi abort_message cxa_aux_runtime cxa_default_handlers cxa_exception cxa_exception_storage cxa_guard cxa_handlers
  cxa_personality cxa_thread_atexit cxa_vector cxa_virtual fallback_malloc private_typeinfo stdlib_exception stdlib_new_delete
  stdlib_stdexcept stdlib_typeinfo)
list(TRANSFORM cxx REPLACE "(.+)" ${zig_library}/libcxx/src/\\1.cpp)
list(TRANSFORM abi REPLACE "(.+)" ${zig_library}/libcxxabi/src/\\1.cpp)
set(unwind ${zig_library}/libunwind/src/Unwind-wasm.c)
add_library(cxx_runtime OBJECT ${cxx} ${abi} ${unwind})
set_source_files_properties(${unwind} PROPERTIES LANGUAGE CXX COMPILE_OPTIONS "-x;c;-std=c2x")
set_source_files_properties(${zig_library}/libcxx/src/charconv.cpp PROPERTIES
  INCLUDE_DIRECTORIES ${zig_library}/libcxx/libc)
target_include_directories(cxx_runtime PRIVATE
  ${zig_library}/libcxx/src ${zig_library}/libcxxabi/src ${zig_library}/libunwind/include ${zig_library}/libunwind/src)
target_compile_definitions(cxx_runtime PRIVATE
  _LIBCPP_BUILDING_LIBRARY _LIBCXXABI_BUILDING_LIBRARY LIBCXX_BUILDING_LIBCXXABI LIBCXXABI_NON_DEMANGLING_TERMINATE
  _LIBUNWIND_HAS_NO_THREADS _LIBUNWIND_HIDE_SYMBOLS)
target_compile_options(cxx_runtime PRIVATE -w)
set_target_properties(cxx_runtime PROPERTIES CXX_STANDARD 23)

set(emnapi ${PROJECT_SOURCE_DIR}/node_modules/emnapi)
file(GLOB_RECURSE binding CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/binding/*.cpp)
list(FILTER binding EXCLUDE REGEX "/platform/(macos_new|node_imports)\\.cpp$")
add_executable(gatecast_addon ${binding})
set_target_properties(gatecast_addon PROPERTIES OUTPUT_NAME gatecast SUFFIX .wasm)
target_include_directories(gatecast_addon PRIVATE ${PROJECT_SOURCE_DIR})
target_include_directories(gatecast_addon SYSTEM PRIVATE
  ${emnapi}/include/node ${PROJECT_SOURCE_DIR}/node_modules/node-addon-api)
target_compile_definitions(gatecast_addon PRIVATE NAPI_VERSION=9 NAPI_CPP_EXCEPTIONS)
target_compile_options(gatecast_addon PRIVATE -Wpedantic)
target_link_options(gatecast_addon PRIVATE -s -nostdlib++ -mexec-model=reactor
  -Wl,--export=malloc,--export=free,--export=napi_register_wasm_v1,--export=node_api_module_get_api_version_v1
  -Wl,--export-table,--import-symbols)
target_link_libraries(gatecast_addon PRIVATE
  ${GATECAST_ROOMS} cxx_runtime ${emnapi}/lib/wasm32-wasi/libemnapi-basic.a)
