"""For the process that workers are forked from: what it imports is loaded there, and nowhere else."""
