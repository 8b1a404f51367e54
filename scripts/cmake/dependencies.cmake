# Everything comes from Debian 12 packages; scripts/setup installs them.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(CURL REQUIRED)
find_package(leveldb REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)

# Debian's leveldb names a "snappy" target that it does not ship.
set_target_properties(leveldb::leveldb PROPERTIES INTERFACE_LINK_LIBRARIES Threads::Threads)

pkg_check_modules(psl REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(deflate REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(brotlidec REQUIRED IMPORTED_TARGET libbrotlidec)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(gumbo REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(prometheus REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(uchardet REQUIRED IMPORTED_TARGET uchardet)

# Every target of ours: warnings, the source folder for includes, separate compilation of Boost.JSON, no implicit Boost linking.
add_library(spoor_options INTERFACE)
target_include_directories(spoor_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(spoor_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wno-missing-field-initializers)
if(SPOOR_WERROR)
  target_compile_options(spoor_options INTERFACE -Werror -Wno-error=restrict)
endif()
target_compile_definitions(spoor_options INTERFACE BOOST_ASIO_NO_DEPRECATED
                                                   SPOOR_VERSION="${PROJECT_VERSION}")
target_link_libraries(spoor_options INTERFACE Threads::Threads)
