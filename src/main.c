#include <malloc.h>
#include "cli/cli.h"

/* The heap grows in fewer steps; what is not used is never touched. */
enum { HEAP_STEP_BYTES = 1 << 20 };

int main(int argc, char **argv)
{
	mallopt(M_TOP_PAD, HEAP_STEP_BYTES);
	return cli_main(argc, argv);
}
