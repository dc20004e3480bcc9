#ifndef TENANTRY_CLIBYAML_SHIM_H
#define TENANTRY_CLIBYAML_SHIM_H

#include <yaml.h>

#endif
