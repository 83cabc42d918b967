"""Families and sums over them as steps on arrays with an axis for the index.

`batch` makes products of matrices of the expressions of sums, in any target; of the steps of the loops that it leaves `stacked`
makes those of stacks of matrices, for libraries that have them.
"""
