"""评分: score sheets, the register of bonuses, other facts, the workbooks that go out."""
