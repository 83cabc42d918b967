"""What every test relies on: one thread for linear algebra, a Ctrl-C that arrives, an end of what hangs.

The matrices are 5 x 5 here, and more threads would only fight for the cores. A shell starts what runs in the background
with the interrupt ignored, and so would be every process that a test starts.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from matcalc_cli.expr.node import Node
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express

if TYPE_CHECKING:
    import pytest

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

Node.__repr__ = lambda self: plain(express(self))  # type: ignore[method-assign]
"""A node in the language, `2*A*x`, where a test compares or shows it; its own is a tree, `2(A, x)`."""

signal.signal(signal.SIGINT, signal.default_int_handler)

SLOW = frozenset(
    [
        "test_second_derivatives_by_jax",
        "test_the_sharded_example_of_the_readme",
        "test_row_sharded_arrays_give_the_same_numbers",
        "test_grad_is_the_written_derivative",
        "test_vmap",
        "test_octave_computes_what_numpy_does",
        "test_a_common_denominator_stands_in_front",
        "test_what_sympy_cannot_walk_is_a_limit",
        "test_an_interrupt_at_any_time_is_one_word",
        "test_parallel_runs_leave_a_whole_file",
        "test_deep_trees",
        "test_depth_on_the_right",
        "test_answers_do_not_depend_on_the_hash_seed",
        "test_answers_do_not_depend_on_earlier_questions",
        "test_work_is_linear",
        "test_a_long_expression_is_wrapped_in_linear_time",
        "test_the_blocks_of_a_product_are_multiples_of_a_factor",
        "test_programs_compile",
        "test_differential_without_a_jacobian",
        "test_a_text_of_the_greatest_length_is_read",
        "test_a_browser_draws_it",
        "test_time_grows_with_length_and_not_faster",
        "test_nothing_reaches_over_the_edge_of_a_phone",
        "test_mutated_answers_are_wrong_and_the_answers_ok",
        "test_the_plot_as_an_image",
        "test_a_users_script_has_types",
        "test_wide_sums_and_products",
        "test_random_trees_read_back",
        "test_large_texts_are_written_row_by_row",
        "test_it_prints",
        "test_a_real_alarm_ends_what_never_ends",
        "test_every_answer_of_random_programs_is_right",
        "test_files_take_the_memory_of_their_matrices",
        "test_a_small_stack_and_little_memory_suffice",
        "test_zsh",
        "test_a_derivative_goes_into_a_file_without_the_value",
        "test_nothing_in_the_environment_is_needed",
        "test_what_has_a_value_for_some_signs_only_is_not_said_to_have_none",
        "test_every_function_has_code_or_is_known_to_have_none",
        "test_a_long_sum_is_factored_but_not_written_out",
        "test_every_character_of_unicode_is_read_or_refused_in_its_place",
        "test_a_failure_is_printed_as_its_smallest_program_and_what_repeats_it",
        "test_what_is_written_is_read_as_the_same",
        "test_nothing_executes_text_but_the_one_place_that_runs_our_own_code",
        "test_random_programs_are_explained",
        "test_a_long_sum_and_a_deep_product_are_built_without_recursion",
        "test_hostile_files_execute_nothing_and_allocate_little",
        "test_hostile_texts_take_linear_time",
        "test_no_depth_of_an_expression_is_a_depth_of_calls",
        "test_twice_the_parts_are_no_more_than_some_power_of_two_of_work",
        "test_no_command_ends_in_an_internal_error",
        "test_definitions_within_definitions_end",
        "test_a_small_derivative_is_told_from_another",
        "test_random_expressions_in_normal_form",
        "test_simplify_keeps_the_value",
        "test_a_bug_is_found",
        "test_a_sample_of_the_campaign",
        "test_the_official_client_calls_every_tool",
        "test_a_browser_unfolds_by_number_and_searches_on_a_phone",
        "test_a_long_sum_of_kronecker_products_is_read_back",
    ]
)
"""Tests that take half a second or more, `slow`: the README's command leaves them to .ci/run, and to `-m slow`."""


LONGEST = 660
"""Seconds after which what hangs ends, with a traceback: at least 20 times what any test takes, on a busy machine too."""


class Watchdog:
    """Ends the process whose test hangs.

    pytest's own timeout starts and stops a thread for every test, and on a busy machine most tests then wait longer for
    that thread than for themselves: this one is started anew once a minute.
    """

    def __init__(self, config: pytest.Config) -> None:
        capture = config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            self.stderr = os.dup(2)
        self.started = float("-inf")

    def pytest_runtest_logstart(self) -> None:
        if time.monotonic() - self.started > 60:
            self.started = time.monotonic()
            faulthandler.dump_traceback_later(LONGEST, exit=True, file=self.stderr)

    def pytest_unconfigure(self) -> None:
        faulthandler.cancel_dump_traceback_later()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Watchdog(config), "watchdog")


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark the `slow` tests, and as `quick` the first case of each other one: `-m quick` sees every room in under a minute."""
    seen: set[str] = set()
    for item in items:
        name = item.nodeid.partition("[")[0]
        if name.rpartition("::")[2] in SLOW:
            item.add_marker("slow")
        elif name not in seen:
            item.add_marker("quick")
        seen.add(name)
