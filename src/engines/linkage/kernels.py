"""The loops, compiled: similarity of two strings, levels of pairs, pairs of equal keys."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

SPACE = 32
MISSING = 255
MOST_WORDS = 6


@njit(cache=True, nogil=True)
def length_of(row: Any) -> int:
    n = int(row.shape[0])
    while n > 0 and row[n - 1] == 0:
        n -= 1
    return n


@njit(cache=True, nogil=True)
def jaro_winkler(a: Any, a0: int, a1: int, b: Any, b0: int, b1: int) -> float:
    """Similarity of a[a0:a1] and b[b0:b1] in [0, 1] (Winkler 1990, prefix weight 0.1, at most four letters)."""
    m, n = a1 - a0, b1 - b0
    if m == 0 or n == 0:
        return 0.0
    reach = max(max(m, n) // 2 - 1, 0)
    taken_a, taken_b = np.uint64(0), np.uint64(0)
    one = np.uint64(1)
    common = 0
    for i in range(m):
        letter = a[a0 + i]
        for j in range(max(0, i - reach), min(n, i + reach + 1)):
            bit = one << np.uint64(j)
            if b[b0 + j] == letter and not taken_b & bit:
                taken_b |= bit
                taken_a |= one << np.uint64(i)
                common += 1
                break
    if common == 0:
        return 0.0
    swapped, j = 0, 0
    for i in range(m):
        if taken_a & (one << np.uint64(i)):
            while not taken_b & (one << np.uint64(j)):
                j += 1
            if a[a0 + i] != b[b0 + j]:
                swapped += 1
            j += 1
    jaro = (common / m + common / n + (common - swapped / 2) / common) / 3
    prefix = 0
    while prefix < min(4, m, n) and a[a0 + prefix] == b[b0 + prefix]:
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


@njit(cache=True, nogil=True)
def split(row: Any, size: int, starts: Any, ends: Any) -> int:
    words, at = 0, 0
    while at < size and words < MOST_WORDS:
        while at < size and row[at] == SPACE:
            at += 1
        if at == size:
            break
        starts[words] = at
        while at < size and row[at] != SPACE:
            at += 1
        ends[words] = at
        words += 1
    return words


@njit(cache=True, nogil=True)
def name_likeness(a: Any, na: int, b: Any, nb: int, marks: Any) -> float:
    """Likeness of two names: each word of the shorter with its best partner, in any order; an initial counts."""
    words_a, words_b = split(a, na, marks[0], marks[1]), split(b, nb, marks[2], marks[3])
    if words_a > words_b:
        a, b = b, a
        na, nb = nb, na
        words_a, words_b = words_b, words_a
        starts_a, ends_a, starts_b, ends_b = marks[2], marks[3], marks[0], marks[1]
    else:
        starts_a, ends_a, starts_b, ends_b = marks[0], marks[1], marks[2], marks[3]
    if words_a == 0:
        return 0.0
    taken, total, letters = 0, 0.0, 0
    for i in range(words_a):
        size = ends_a[i] - starts_a[i]
        best, partner = 0.0, -1
        for j in range(words_b):
            if taken & (1 << j):
                continue
            other = ends_b[j] - starts_b[j]
            if size == 1 or other == 1:
                like = 0.93 if a[starts_a[i]] == b[starts_b[j]] else 0.0
            else:
                like = jaro_winkler(a, starts_a[i], ends_a[i], b, starts_b[j], ends_b[j])
            if like > best:
                best, partner = like, j
        weight = max(size, 3)
        letters += weight
        if partner >= 0:
            taken |= 1 << partner
            total += best * weight
    likeness = total / letters
    if words_a == 1 and words_b > 1:
        likeness *= 0.95  # one word of several agrees with many people
    if likeness < 0.88:
        likeness = max(likeness, jaro_winkler(a, 0, na, b, 0, nb))
    return likeness


@njit(cache=True, nogil=True)
def equal(a: Any, b: Any) -> bool:
    for k in range(a.shape[0]):
        if a[k] != b[k]:
            return False
        if a[k] == 0:
            return True
    return True


@njit(cache=True, nogil=True)
def one_slip(a: Any, m: int, b: Any, n: int) -> bool:
    """Whether one letter more, less, other, or two neighbours swapped make a into b."""
    if abs(m - n) > 1:
        return False
    i = 0
    while i < m and i < n and a[i] == b[i]:
        i += 1
    x, y = m, n
    while x > i and y > i and a[x - 1] == b[y - 1]:
        x, y = x - 1, y - 1
    left_a, left_b = x - i, y - i
    if max(left_a, left_b) <= 1:
        return True
    return left_a == 2 and left_b == 2 and a[i] == b[i + 1] and a[i + 1] == b[i]


@njit(cache=True, nogil=True)
def compare_names(letters: Any, left: Any, right: Any, out: Any) -> None:
    marks = np.empty((4, MOST_WORDS), dtype=np.int64)
    for p in range(left.shape[0]):
        a, b = letters[left[p]], letters[right[p]]
        if a[0] == 0 or b[0] == 0:
            out[p] = MISSING
        elif equal(a, b):
            out[p] = 4
        else:
            like = name_likeness(a, length_of(a), b, length_of(b), marks)
            out[p] = 3 if like >= 0.925 else 2 if like >= 0.86 else 1 if like >= 0.75 else 0


@njit(cache=True, nogil=True)
def compare_texts(letters: Any, left: Any, right: Any, out: Any) -> None:
    for p in range(left.shape[0]):
        a, b = letters[left[p]], letters[right[p]]
        if a[0] == 0 or b[0] == 0:
            out[p] = MISSING
        elif equal(a, b):
            out[p] = 3
        else:
            like = jaro_winkler(a, 0, length_of(a), b, 0, length_of(b))
            out[p] = 2 if like >= 0.9 else 1 if like >= 0.75 else 0


@njit(cache=True, nogil=True)
def compare_digits(letters: Any, left: Any, right: Any, out: Any) -> None:
    for p in range(left.shape[0]):
        a, b = letters[left[p]], letters[right[p]]
        if a[0] == 0 or b[0] == 0:
            out[p] = MISSING
        elif equal(a, b):
            out[p] = 2
        else:
            out[p] = 1 if one_slip(a, length_of(a), b, length_of(b)) else 0


@njit(cache=True, nogil=True)
def compare_days(values: Any, left: Any, right: Any, out: Any) -> None:
    for p in range(left.shape[0]):
        a, b = values[left[p]], values[right[p]]
        if a == 0 or b == 0:
            out[p] = MISSING
            continue
        if a == b:
            out[p] = 3
            continue
        same_year, same_month, same_day = (
            a // 10000 == b // 10000,
            a // 100 % 100 == b // 100 % 100,
            a % 100 == b % 100,
        )
        swapped = same_year and a // 100 % 100 == b % 100 and a % 100 == b // 100 % 100
        differing, x, y = 0, a, b
        while x > 0 or y > 0:
            differing += x % 10 != y % 10
            x, y = x // 10, y // 10
        if swapped or differing == 1:
            out[p] = 2
        else:
            out[p] = 1 if same_year + same_month + same_day == 2 else 0


@njit(cache=True, nogil=True)
def compare_codes(values: Any, left: Any, right: Any, out: Any) -> None:
    for p in range(left.shape[0]):
        a, b = values[left[p]], values[right[p]]
        out[p] = MISSING if a == 0 or b == 0 else 1 if a == b else 0


@njit(cache=True, nogil=True)
def hash_rows(letters: Any, out: Any) -> None:
    """A 64-bit number a text (FNV-1a, mixed); 0 where missing."""
    for i in range(letters.shape[0]):
        h = np.uint64(14695981039346656037)
        size = 0
        for k in range(letters.shape[1]):
            if letters[i, k] == 0:
                break
            h = (h ^ np.uint64(letters[i, k])) * np.uint64(1099511628211)
            size += 1
        out[i] = h | np.uint64(1) if size else np.uint64(0)


@njit(cache=True, nogil=True)
def hash_name_words(letters: Any, sound: Any, most: int, out: Any) -> None:
    """A number a name, the same for any order of its words; by `sound` (256 letters, 0 = silent) and without
    doubled letters. With `most` words only the longest count. 0 where missing."""
    starts, ends = np.empty(MOST_WORDS, np.int64), np.empty(MOST_WORDS, np.int64)
    hashes, sizes = np.empty(MOST_WORDS, np.uint64), np.empty(MOST_WORDS, np.int64)
    for i in range(letters.shape[0]):
        row = letters[i]
        words = split(row, length_of(row), starts, ends)
        for w in range(words):
            h, last = np.uint64(14695981039346656037), 0
            for k in range(starts[w], ends[w]):
                letter = sound[row[k]]
                if k == starts[w] and not letter:
                    letter = row[k]  # a vowel that begins a word is heard
                if letter and letter != last:
                    h = (h ^ np.uint64(letter)) * np.uint64(1099511628211)
                if letter:
                    last = letter
            hashes[w], sizes[w] = h, ends[w] - starts[w]
        total, used = np.uint64(0), 0
        while used < min(most, words):
            best = -1
            for w in range(words):
                if sizes[w] > 0 and (
                    best < 0
                    or sizes[w] > sizes[best]
                    or (sizes[w] == sizes[best] and hashes[w] > hashes[best])
                ):
                    best = w
            h = hashes[best]
            total += (h ^ (h >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
            sizes[best] = 0
            used += 1
        out[i] = total | np.uint64(1) if used else np.uint64(0)


@njit(cache=True, nogil=True)
def close_large_blocks(key: Any, order: Any, largest: int) -> int:
    """Set keys shared by more than `largest` records to 0; return the number of pairs that remain."""
    pairs, n, at = 0, order.shape[0], 0
    while at < n:
        value, end = key[order[at]], at + 1
        while end < n and key[order[end]] == value:
            end += 1
        size = end - at
        if value and size > largest:
            for k in range(at, end):
                key[order[k]] = 0
        elif value:
            pairs += size * (size - 1) // 2
        at = end
    return pairs


@njit(cache=True, nogil=True)
def pairs_of(keys: Any, which: int, order: Any, left: Any, right: Any) -> int:
    """Write the pairs that share key `which` and no earlier one; return how many."""
    n, at, count = order.shape[0], 0, 0
    key = keys[which]
    while at < n:
        value, end = key[order[at]], at + 1
        while end < n and key[order[end]] == value:
            end += 1
        if value:
            for x in range(at, end):
                i = order[x]
                for y in range(x + 1, end):
                    j = order[y]
                    known = False
                    for k in range(which):
                        if keys[k, i] and keys[k, i] == keys[k, j]:
                            known = True
                            break
                    if not known:
                        left[count], right[count] = min(i, j), max(i, j)
                        count += 1
        at = end
    return count
