import pytest

from balcao.site.current import forget_site
from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    forget_site()
    return make_cast()
