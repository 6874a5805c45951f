import sys

from lapor.operate.cli import main

sys.exit(main())
