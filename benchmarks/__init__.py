"""One module a benchmark, each with `run(size)`; README.md says how to write one."""
