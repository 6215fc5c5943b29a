# The target gatecast.node. It is the only target that includes Node headers; cmake-js takes them from node-api-headers.

file(GLOB_RECURSE binding CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/binding/*.cpp)
# Only zig on macOS needs this file, see below.
set(macos_new ${PROJECT_SOURCE_DIR}/binding/platform/macos_new.cpp)
list(REMOVE_ITEM binding ${macos_new})
if(NOT CMAKE_JS_INC)
  set(CMAKE_JS_INC ${PROJECT_SOURCE_DIR}/node_modules/node-api-headers/include)
endif()

add_library(gatecast_addon SHARED ${binding} ${CMAKE_JS_SRC})
set_target_properties(gatecast_addon PROPERTIES PREFIX "" OUTPUT_NAME gatecast SUFFIX .node)
target_include_directories(gatecast_addon PRIVATE ${PROJECT_SOURCE_DIR})
target_include_directories(gatecast_addon SYSTEM PRIVATE
  ${CMAKE_JS_INC} ${PROJECT_SOURCE_DIR}/node_modules/node-addon-api)
target_compile_definitions(gatecast_addon PRIVATE NAPI_VERSION=9 NAPI_CPP_EXCEPTIONS)
target_compile_options(gatecast_addon PRIVATE -Wpedantic)
target_link_libraries(gatecast_addon PRIVATE ${GATECAST_ROOMS} ${CMAKE_JS_LIB} Threads::Threads)
if(APPLE)
  # -x strips the names of local symbols, which -s leaves in the file.
  target_link_options(gatecast_addon PRIVATE -undefined dynamic_lookup -Wl,-x)
  if(ZIG)
    target_sources(gatecast_addon PRIVATE ${macos_new})
    set_source_files_properties(${macos_new} PROPERTIES COMPILE_OPTIONS -fvisibility-global-new-delete=force-hidden)
  endif()
elseif(WIN32)
  include(cmake/node_api.cmake)
else()
  # nodelete keeps the addon in memory: a worker_thread that ends would unload it while the library's own threads may
  # still run its code.
  target_link_options(gatecast_addon PRIVATE
    -Wl,-z,nodelete -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/addon.map)
endif()
