# liubu: make demo, make check. Everything else is a part of these two.
#
# A folder of src/ is a layer and becomes one archive; the archives stand in
# LAYERS from the lowest to the highest, and a layer is only ever linked with
# itself and those before it. Adding a source or a test is adding a file.

LAYERS	= core store domain report tui screens cli
B	?= build

# The packages, listed once: what building, testing and linting need.
BUILD_PACKAGES	= gcc libc6-dev libsqlite3-dev libncurses-dev nettle-dev \
		  libcsv-dev unicode-data bzip2 python3-minimal ncurses-base
TEST_PACKAGES	= libcmocka-dev tmux sqlite3 procps xxd
LINT_PACKAGES	= clang clang-format cppcheck gettext mandoc

CC	?= gcc
CFLAGS	?= -O2 -g
WARN	= -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wvla \
	  -Wformat=2 -Wno-format-nonliteral -Wimplicit-fallthrough
# of the building only: a library more is ten system calls at every start
LIBS_core	= -l:libcsv.a
LIBS_store	= -lsqlite3 -lnettle
LIBS_tui	= -lncursesw -ltinfo
CPPFLAGS += -D_GNU_SOURCE -Iinclude -I$(B)/gen
ALL_CFLAGS = -std=c17 $(WARN) $(CFLAGS) -MMD -MP

prefix	?= /usr/local
bindir	= $(prefix)/bin
mandir	= $(prefix)/share/man

all: $(B)/liubu

# ---- layers

# upto LAYER: that layer and those below it, highest first (link order)
below	= $(if $(filter $(1),$(firstword $(2))),$(1),\
	  $(call below,$(1),$(wordlist 2,99,$(2))) $(firstword $(2)))
upto	= $(strip $(call below,$(1),$(LAYERS)))
archives = $(foreach l,$(call upto,$(1)),$(B)/lib$(l).a)
libs	= $(foreach l,$(call upto,$(1)),$(LIBS_$(l)))

SOURCES	= $(filter-out src/main.c,$(shell find src -name '*.c' | sort))
layer_of = $(word 2,$(subst /, ,$(1)))
objects	= $(patsubst src/%.c,$(B)/obj/%.o,$(filter src/$(1)/%,$(SOURCES)))

GEN	= $(B)/gen/width_table.h $(B)/gen/pinyin_table.h \
	  $(B)/gen/catalogue.h $(B)/gen/demo_lists.h

$(B)/obj/%.o: src/%.c | $(GEN)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

define layer_rule
$(B)/lib$(1).a: $$(call objects,$(1))
	@rm -f $$@
	ar rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

$(B)/liubu: $(B)/obj/main.o $(call archives,cli)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(call libs,cli)

# ---- generated: tables and the catalogue of texts

UNICODE	?= /usr/share/unicode
$(B)/gen/width_table.h: tools/gen_width.py $(UNICODE)/EastAsianWidth.txt
	@mkdir -p $(@D)
	python3 tools/gen_width.py $(UNICODE) >$@.new && mv $@.new $@

$(B)/gen/pinyin_table.h: tools/gen_pinyin.py
	@mkdir -p $(@D)
	python3 tools/gen_pinyin.py $(UNICODE) >$@.new && mv $@.new $@

$(B)/gen/catalogue.h: tools/gen_catalogue.py tools/pofile.py po/zh_CN.po
	@mkdir -p $(@D)
	python3 tools/gen_catalogue.py po/zh_CN.po >$@.new && mv $@.new $@

# The two lists of the sample township, so that the binary alone makes it.
DEMO_LISTS = demo_people=data/干部花名册.csv \
	  demo_work=data/重点工作任务分解表.csv
$(B)/gen/demo_lists.h: tools/gen_bytes.py data/干部花名册.csv \
		data/重点工作任务分解表.csv
	@mkdir -p $(@D)
	python3 tools/gen_bytes.py $(DEMO_LISTS) >$@.new && mv $@.new $@

# ---- tests: tests/LAYER/test_x.c is linked with LAYER and those below, and
# with what the tests of the layer share: the sources there of other names

SHARED_domain = tests/store/fault_vfs.c
shared	= $(filter-out tests/$(1)/test_%,$(sort $(wildcard tests/$(1)/*.c))) \
	  $(SHARED_$(1))
shared_objects = $(patsubst tests/%.c,$(B)/obj/tests/%.o,$(call shared,$(1)))
TESTS	= $(sort $(wildcard $(foreach l,$(LAYERS),tests/$(l)/test_*.c)))
TEST_BINS = $(patsubst tests/%.c,$(B)/tests/%,$(TESTS))
SCRIPTS	= $(filter-out %/lib.sh,$(sort $(wildcard tests/cli/*.sh tests/tmux/*.sh)))

$(B)/obj/tests/%.o: tests/%.c | $(GEN)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

define test_rule
$(B)/tests/$(1)/%: tests/$(1)/%.c $$(call shared_objects,$(1)) \
		$$(call archives,$(1)) | $(GEN)
	@mkdir -p $$(@D)
	$$(CC) $$(CPPFLAGS) $$(ALL_CFLAGS) $$(LDFLAGS) -o $$@ $$< \
		$$(call shared_objects,$(1)) $$(call archives,$(1)) \
		$$(call libs,$(1)) -lcmocka
endef
$(foreach l,$(LAYERS),$(eval $(call test_rule,$(l))))

# Programs that take minutes; what they must show is said at their top.
STRESS	= $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/stress/*.c)))
$(B)/tests/stress/%: tests/stress/%.c $(call archives,store)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< \
		$(call archives,store) $(call libs,store)
stress: $(STRESS)

# Figures beside floors, medians of turns taken; see tests/bench/RESULTS.md.
# `bench` makes a file of 5,000 tasks, `bench-large` one of a million besides
# (some minutes, 6 GB); the folder must lie on a disk that really syncs.
BENCH_DIR ?= $(B)/bench
BENCH	= $(addprefix $(B)/tests/bench/,bench_screen bench_store bench_find \
	  floor_list floor_db make_file) $(B)/tests/stress/stress_lock
# only what it calls is linked: a library more is part of a floor's start
$(B)/libbench.a: $(addprefix $(B)/obj/tests/,bench/floor_raw.o bench/row.o \
		cli/pty.o)
	ar rcs $@ $^
$(B)/tests/bench/%: $(B)/obj/tests/bench/%.o $(B)/libbench.a \
		$(call archives,screens)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -Wl,--as-needed -o $@ $^ \
		$(call libs,screens)
bench: $(B)/liubu $(BENCH)
	@B=$(B) tests/bench/run $(BENCH_DIR) 5000
bench-large: $(B)/liubu $(BENCH)
	@B=$(B) tests/bench/run $(BENCH_DIR) 5000 1000000

tests: $(TEST_BINS) $(B)/liubu
run-tests: tests
	B=$(B) tests/run $(TEST_BINS) $(SCRIPTS)

SAN	= -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	  -fno-omit-frame-pointer
asan:
	$(MAKE) B=build/asan CFLAGS='-O1 -g $(SAN)' LDFLAGS='$(SAN)' all

# As many jobs as processors, unless the caller said how many.
JOBS	= $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))
check: deps-test
	$(MAKE) $(JOBS) B=build/asan CFLAGS='-O1 -g $(SAN)' LDFLAGS='$(SAN)' \
		tests
	$(MAKE) $(JOBS) all
	@PLAIN=$(B) $(MAKE) -s B=build/asan CFLAGS='-O1 -g $(SAN)' \
		LDFLAGS='$(SAN)' run-tests

# Lines run by the tests, a row a layer.
coverage: deps-test
	$(MAKE) $(JOBS) B=build/coverage CFLAGS='-O0 -g --coverage' \
		LDFLAGS=--coverage tests
	@find build/coverage -name '*.gcda' -exec rm {} +
	-@$(MAKE) -s B=build/coverage CFLAGS='-O0 -g --coverage' \
		LDFLAGS=--coverage run-tests
	@tools/coverage.sh build/coverage $(LAYERS)

# ---- the sample township: asks nothing; without a terminal it prints today

DEMO	= build/demo/liubu.db
demo: deps
	@$(MAKE) -s $(JOBS) all
	@mkdir -p $(dir $(DEMO)) && chmod 700 $(dir $(DEMO))
	@[ -e $(DEMO) ] || $(B)/liubu demo --no-screens --db $(DEMO)
	@tools/demo.sh $(B)/liubu $(DEMO)

# ---- what must hold besides the tests

C_FILES	= $(sort $(shell find src include tests -name '*.[ch]'))
TEXTS	= $(filter src/% include/%,$(C_FILES))
format:
	clang-format -i $(C_FILES)
check-format:
	clang-format --dry-run -Werror $(C_FILES)

CLANG_WARN = -Wcomma -Wextra-semi \
	  -Widiomatic-parentheses -Wloop-analysis -Wunreachable-code-break \
	  -Wunreachable-code-return -Wnewline-eof
# A file is looked at again when it or a header of its was changed.
LINTED	= $(patsubst %.c,$(B)/lint/%.ok,$(filter %.c,$(C_FILES)))
$(B)/lint/%.ok: %.c | $(GEN)
	@mkdir -p $(@D)
	@clang -fsyntax-only -std=c17 $(CPPFLAGS) $(WARN) $(CLANG_WARN) \
		-Werror -MMD -MP -MT $@ -MF $(@:.ok=.d) $<
	@touch $@
lint: $(LINTED)
	@mkdir -p $(B)/lint/cppcheck
	cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr -j2 \
		--enable=warning,performance,portability $(CPPCHECK) \
		--cppcheck-build-dir=$(B)/lint/cppcheck \
		-Iinclude -I$(B)/gen src
	tools/lint.sh
# cppcheck sees uninitialised variables where both compilers see none
CPPCHECK = --suppress=missingInclude --suppress=uninitvar

po:
	@tools/check_po.py --refresh po/zh_CN.po $(TEXTS)
check-po:
	@tools/check_po.py po/zh_CN.po $(TEXTS)

man: $(B)/liubu
	tools/gen_man.py $(B)/liubu man/liubu.1.in >man/liubu.1.new
	mv man/liubu.1.new man/liubu.1
check-man: $(B)/liubu
	tools/gen_man.py $(B)/liubu man/liubu.1.in >$(B)/liubu.1
	cmp $(B)/liubu.1 man/liubu.1
	mandoc -T lint -W warning man/liubu.1

install: all
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(mandir)/man1
	install -m 755 $(B)/liubu $(DESTDIR)$(bindir)/liubu
	install -m 644 man/liubu.1 $(DESTDIR)$(mandir)/man1/liubu.1
uninstall:
	rm -f $(DESTDIR)$(bindir)/liubu $(DESTDIR)$(mandir)/man1/liubu.1

-include $(shell find $(B) -name '*.d' 2>/dev/null)

# ---- packages: asks nothing; installs only what is missing

define install_missing
	@missing=$$(for p in $(1); do \
		dpkg-query -W -f '$${db:Status-Status}\n' $$p 2>/dev/null | \
		grep -qx installed || echo $$p; done); \
	[ -z "$$missing" ] || { \
		as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
		echo "installing:" $$missing; \
		$$as_root apt-get update -qq && $$as_root env \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends $$missing >/dev/null; }
endef
deps:
	$(call install_missing,$(BUILD_PACKAGES))
deps-test: deps
	$(call install_missing,$(TEST_PACKAGES))
deps-lint: deps-test
	$(call install_missing,$(LINT_PACKAGES))

clean:
	rm -rf build

.PHONY: all stress bench bench-large tests run-tests asan check coverage demo format check-format \
	lint po check-po man check-man install uninstall deps deps-test \
	deps-lint clean
.SECONDARY:
.DELETE_ON_ERROR:
