"""`/inovasi/kegiatan/`, `/inovasi/kebijakan/`, `/inovasi/<slug>/tanya/`: what the network exchanges."""
