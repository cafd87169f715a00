# `make kiosk` sets everything up, builds and opens the kiosk. `make test` runs all tests.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help kiosk setup kiosk-setup build deb test check walk fuzz bench attacks rehearse centre soak screenshots docs lock clean

PROGRAM := target/release/secure-biometric

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

kiosk: build ## Set up, build and open the kiosk; without a display, play the rehearsals
	@installer/kiosk.sh $(PROGRAM)

setup: ## Install Debian's packages, make .venv, fetch the models; touches nothing that is there
	@installer/setup.sh

# The same without the packages that only tests, checks, pictures and the centre need.
kiosk-setup:
	@installer/setup.sh kiosk

build: kiosk-setup ## Build in release, into target/release
	@installer/build.sh

deb: build ## Put everything into one Debian package, dist/*.deb
	@installer/deb.sh

test: setup ## Run Rust's and Python's tests
	@.venv/bin/python installer/run_tests.py

check: setup ## Check formats, lints, types and licences
	@installer/check.sh

walk: setup ## Walk every flow before the camera by mouse, by finger and by keys; some ten minutes
	SECURE_BIOMETRIC_ALL_HANDS=1 cargo test --release --locked --test kiosk_flows

fuzz: setup ## Feed the parsers random bytes, SECONDS_EACH=60 each kind
	@installer/fuzz.sh

bench: build ## Print the program's measured speeds
	@$(PROGRAM) bench

attacks: build ## Measure what the depth cue says of prints and of people; one and a half hours the first time
	@installer/attacks.sh

rehearse: build ## Play all rehearsals without a window
	@$(PROGRAM) rehearse --headless

centre: setup build ## Start a private central database to try kiosks with, and print join codes
	@installer/centre.sh $(PROGRAM)

soak: setup ## Break the line to the centre 200 times, kill a kiosk as often, and queue 100,000 rows
	@installer/soak.sh

screenshots: setup ## Save a picture of every state of every screen; compare them with the kept ones
	@installer/screenshots.sh

docs: ## Build docs/ as a book into target/book, and check its links
	@installer/docs.sh

lock: setup ## Resolve python/*.in into locks with hashes
	@.venv/bin/python installer/lock.py

clean: ## Remove what was built and fetched
	rm -rf target dist .tools .venv .models .cache
