"""The community satisfaction survey (Survei Kepuasan Masyarakat, PermenPANRB 14/2017): rules and rows."""
