#pragma once
#include <duckdb.h>
